import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { readAddress, writeAddress } from "./address";
import { Comments } from "./comments";
import { Figure } from "./figure";
import { Filters } from "./filters";
import { Headline } from "./headline";
import { OtherCounties } from "./other_counties";
import { UnitPath } from "./unit_path";

const FEEDBACK = "hva_feedback.hva_answer_action";

/**
 * The results of a unit and of all under it. One request brings a whole view, words and figures; nothing is reckoned
 * here, and what is hidden never comes.
 */
export class Dashboard extends Component {
    static template = "hva_reports.Dashboard";
    static components = { Comments, Figure, Filters, Headline, Layout, OtherCounties, UnitPath };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.root = useRef("root");
        this.state = useState({ data: null, isLoading: true, problem: "" });
        this.view = this.props.state?.view || this.viewInAddress();
        useSetupAction({ rootRef: this.root, getLocalState: () => ({ view: this.view }) });
        onMounted(() => {
            this.props.updateActionState(writeAddress(this.view));
            this.load();
        });
    }

    viewInAddress() {
        const { action, params } = this.props;
        const shown = router.current.action;
        return [action.path, action.id, action.xml_id].includes(shown) ? readAddress(router.current) : params || {};
    }

    async load() {
        this.state.isLoading = true;
        this.state.problem = "";
        try {
            const data = await this.keepLast.add(
                this.orm.silent.call("hva.dashboard", "load_view", [this.view])
            );
            this.state.data = data;
            this.view = data.view;
            this.props.updateActionState(writeAddress(data.view));
        } catch (error) {
            // What the server says to a person (a unit out of reach, dates the wrong way round) is said as it is.
            const isSaid = error.exceptionName?.startsWith("odoo.exceptions.");
            this.state.problem = (isSaid && error.data?.message) || _t("The results could not be loaded.");
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

    /** @param {Object} target {id} of one feedback, or {name, domain} of a list; both as far as rights go */
    async open(target) {
        const list = await this.action.loadAction(FEEDBACK);
        if (!target.id) {
            return this.action.doAction({ ...list, ...target });
        }
        const form = list.views.filter(([, type]) => type === "form");
        return this.action.doAction({ ...list, views: form, res_id: target.id });
    }

    print() {
        window.print();
    }

    get message() {
        if (this.state.problem) {
            return this.state.problem;
        }
        return this.state.isLoading ? _t("Loading the results…") : "";
    }
}

registry.category("actions").add("hva_reports.dashboard", Dashboard);
