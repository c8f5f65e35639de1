import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { DataTable } from "../dashboard/data_table";
import { UnitPath } from "../dashboard/unit_path";
import { UnitPicker } from "../dashboard/unit_picker";

const KEYS = ["unit", "days"];

/** How far feedback is in use in a unit and all under it. As on the page of results, one request brings it all. */
export class Adoption extends Component {
    static template = "hva_reports.Adoption";
    static components = { DataTable, Layout, UnitPath, UnitPicker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.root = useRef("root");
        this.state = useState({ data: null, isLoading: true, problem: "" });
        this.view = this.props.state?.view || this.viewInAddress();
        useSetupAction({ rootRef: this.root, getLocalState: () => ({ view: this.view }) });
        onMounted(() => this.load());
    }

    viewInAddress() {
        const { action, params } = this.props;
        const isHere = [action.path, action.id, action.xml_id].includes(router.current.action);
        const found = isHere ? router.current : params || {};
        const filled = KEYS.filter((key) => ![undefined, null, "", false].includes(found[key]));
        return Object.fromEntries(filled.map((key) => [key, String(found[key])]));
    }

    async load() {
        this.state.isLoading = true;
        this.state.problem = "";
        try {
            const data = await this.keepLast.add(this.orm.silent.call("hva.adoption", "load_view", [this.view]));
            this.state.data = data;
            this.view = data.view;
            this.props.updateActionState(Object.fromEntries(KEYS.map((key) => [key, data.view[key] || undefined])));
        } catch (error) {
            const isSaid = error.exceptionName?.startsWith("odoo.exceptions.");
            this.state.problem = (isSaid && error.data?.message) || _t("The page could not be loaded.");
        }
        this.state.isLoading = false;
    }

    show(change) {
        this.view = { ...this.view, ...change };
        return this.load();
    }

    reset() {
        this.view = {};
        return this.load();
    }

    /** A new way in for a touchpoint that has none; back on the page the list is a new one. */
    addWayIn({ unit, service, name }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("New way in"),
            res_model: "hva.collector",
            views: [[false, "form"]],
            context: { default_unit_id: unit, default_service_id: service, default_name: name },
        });
    }

    async save(kind) {
        const file = await this.orm.call("hva.adoption", "export_table", [this.view, kind]);
        const link = document.createElement("a");
        link.href = `data:${file.mimetype};base64,${file.content}`;
        link.download = file.name;
        link.click();
    }

    print() {
        window.print();
    }

    get message() {
        if (this.state.problem) {
            return this.state.problem;
        }
        return this.state.isLoading ? _t("Loading…") : "";
    }
}

registry.category("actions").add("hva_reports.adoption", Adoption);
