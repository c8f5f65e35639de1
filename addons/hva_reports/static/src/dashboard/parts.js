import { Component } from "@odoo/owl";

/** A bar for each statement, cut by how people answered. Whoever does not see it hears `data.alt` and has the table. */
export class Parts extends Component {
    static template = "hva_reports.DashboardParts";
    static props = { data: Object };
}
