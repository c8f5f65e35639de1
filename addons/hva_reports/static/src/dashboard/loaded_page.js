import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * A page that one request fills with all its words and figures. What is looked at, the view, stands in the address: a
 * copied address opens the same. The server decides what a value means and which are allowed.
 */
export class LoadedPage extends Component {
    static props = { ...standardActionServiceProps };
    /** keys of the view */
    static keys = [];
    /** the model whose `load_view(view)` gives the page, the view as it was understood among it */
    static model = "";

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.root = useRef("root");
        this.state = useState({ data: null, isLoading: true, problem: "" });
        this.view = this.props.state?.view || this.readAddress();
        useSetupAction({ rootRef: this.root, getLocalState: () => ({ view: this.view }) });
        onMounted(() => {
            this.writeAddress();
            this.load();
        });
    }

    /** @returns {Object} the view in the address, every value a string: the router may have made numbers of them */
    readAddress() {
        const { action, params } = this.props;
        const isHere = [action.path, action.id, action.xml_id].includes(router.current.action);
        const found = isHere ? router.current : params || {};
        const filled = this.constructor.keys.filter((key) => ![undefined, null, "", false].includes(found[key]));
        return Object.fromEntries(filled.map((key) => [key, String(found[key])]));
    }

    writeAddress() {
        // undefined takes a key out of the address
        const values = this.constructor.keys.map((key) => [key, this.view[key] || undefined]);
        this.props.updateActionState(Object.fromEntries(values));
    }

    async load() {
        this.state.isLoading = true;
        this.state.problem = "";
        try {
            const asked = this.orm.silent.call(this.constructor.model, "load_view", [this.view]);
            this.state.data = await this.keepLast.add(asked);
            this.view = this.state.data.view;
            this.writeAddress();
        } catch (error) {
            // What the server says to a person (a unit out of reach, dates the wrong way round) is said as it is.
            const isSaid = error.exceptionName?.startsWith("odoo.exceptions.");
            this.state.problem = (isSaid && error.data?.message) || this.failed;
        }
        this.state.isLoading = false;
    }

    /** @param {Object} change values of the view; an empty one takes the filter away */
    show(change) {
        this.view = { ...this.view, ...change };
        return this.load();
    }

    reset() {
        this.view = {};
        return this.load();
    }

    print() {
        window.print();
    }

    get message() {
        return this.state.problem || (this.state.isLoading ? this.loading : "");
    }
}
