import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";

import { Comments } from "./comments";
import { Figure } from "./figure";
import { Filters } from "./filters";
import { Headline } from "./headline";
import { LoadedPage } from "./loaded_page";
import { OtherCounties } from "./other_counties";
import { UnitPath } from "./unit_path";

const FEEDBACK = "hva_feedback.hva_answer_action";

/** The results of a unit and of all under it. Nothing is reckoned here, and what is hidden never comes. */
export class Dashboard extends LoadedPage {
    static template = "hva_reports.Dashboard";
    static components = { Comments, Figure, Filters, Headline, Layout, OtherCounties, UnitPath };
    static model = "hva.dashboard";
    static keys = [
        "unit",
        "period",
        "on",
        "until",
        "compare",
        "since",
        "till",
        "rows",
        "service",
        "channel",
        "mode",
        "spoken",
        "group",
        "kind",
    ];

    /** @param {Object} target {id} of one feedback, or {name, domain} of a list; both as far as rights go */
    async open(target) {
        const list = await this.action.loadAction(FEEDBACK);
        if (!target.id) {
            return this.action.doAction({ ...list, ...target });
        }
        const form = list.views.filter(([, type]) => type === "form");
        return this.action.doAction({ ...list, views: form, res_id: target.id });
    }

    get failed() {
        return _t("The results could not be loaded.");
    }

    get loading() {
        return _t("Loading the results…");
    }
}

registry.category("actions").add("hva_reports.dashboard", Dashboard);
