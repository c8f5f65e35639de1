import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { UnitPicker } from "./unit_picker";

const MORE = ["service", "channel", "mode", "spoken", "group", "kind"];

/** What is looked at: unit, period, comparison and filters. Each choice loads the view at once. */
export class Filters extends Component {
    static template = "hva_reports.DashboardFilters";
    static components = { UnitPicker };
    static props = { options: Object, view: Object, steps: Object, unit: Object, show: Function, reset: Function };

    setup() {
        this.more = MORE;
        this.labels = {
            period: _t("Period"),
            compare: _t("Compare with"),
            service: _t("Service"),
            channel: _t("Channel"),
            mode: _t("Mode of contact"),
            spoken: _t("Language"),
            group: _t("Who answered"),
            kind: _t("Kind of feedback"),
        };
    }

    get isNarrowed() {
        return MORE.some((key) => this.props.view[key]);
    }

    /** Another kind of period looks at the same time, as the server says. */
    onSelect(key, ev) {
        const { value } = ev.target;
        this.props.show(key === "period" ? this.props.steps.kinds[value] : { [key]: value });
    }

    /** Own days are loaded when both are there. */
    onDay(key, ev) {
        if (ev.target.value) {
            this.props.show({ [key]: ev.target.value });
        }
    }
}
