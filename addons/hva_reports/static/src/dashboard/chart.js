import { Component, onWillStart, onWillUnmount, useEffect, useExternalListener, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";

import { drawing } from "./drawing";

/** A picture of figures, by the Chart.js that Odoo ships. Whoever does not see it hears `spec.alt` and has the table. */
export class Chart extends Component {
    static template = "hva_reports.DashboardChart";
    static props = { spec: Object, describedBy: String };

    get legend() {
        return this.props.spec.series.filter((series) => series.label);
    }

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (spec) => {
                this.erase();
                this.chart = new window.Chart(
                    this.canvas.el,
                    drawing(spec, getComputedStyle(this.canvas.el).color, this.canvas.el.parentElement.clientWidth)
                );
            },
            () => [this.props.spec]
        );
        useExternalListener(window, "beforeprint", () => this.chart?.resize());
        onWillUnmount(() => this.erase());
    }

    erase() {
        this.chart?.destroy();
        this.chart = null;
    }
}
