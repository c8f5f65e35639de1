import { Component } from "@odoo/owl";

import { Chart } from "./chart";
import { DataTable } from "./data_table";
import { Parts } from "./parts";

/**
 * One question and its answer: a heading, what to see in it, a picture, and the same as a table. Where the table has
 * bars of its own there is no picture, and it stands open.
 */
export class Figure extends Component {
    static template = "hva_reports.DashboardFigure";
    static components = { Chart, DataTable, Parts };
    static props = { data: Object, show: Function, open: Function };

    get headingId() {
        return `hva_dashboard_${this.props.data.key}`;
    }
}
