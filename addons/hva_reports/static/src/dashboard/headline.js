import { Component } from "@odoo/owl";

/** The one number, its interval and n, and what they mean in a sentence. */
export class Headline extends Component {
    static template = "hva_reports.DashboardHeadline";
    static props = { data: Object, open: Function };
}
