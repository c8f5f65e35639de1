import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";

import { DataTable } from "../dashboard/data_table";
import { LoadedPage } from "../dashboard/loaded_page";
import { UnitPath } from "../dashboard/unit_path";
import { UnitPicker } from "../dashboard/unit_picker";

/** How far feedback is in use in a unit and all under it. */
export class Adoption extends LoadedPage {
    static template = "hva_reports.Adoption";
    static components = { DataTable, Layout, UnitPath, UnitPicker };
    static model = "hva.adoption";
    static keys = ["unit", "days"];

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

    get failed() {
        return _t("The page could not be loaded.");
    }

    get loading() {
        return _t("Loading…");
    }
}

registry.category("actions").add("hva_reports.adoption", Adoption);
