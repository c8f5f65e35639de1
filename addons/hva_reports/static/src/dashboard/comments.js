import { Component } from "@odoo/owl";

/** The latest open feedback that the reader may read. Each leads to the whole feedback. */
export class Comments extends Component {
    static template = "hva_reports.DashboardComments";
    static props = { data: Object, open: Function };
}
