import { Component } from "@odoo/owl";

/** Where the unit stands in the county: each unit above it is one press away. */
export class UnitPath extends Component {
    static template = "hva_reports.DashboardUnitPath";
    static props = { path: Array, show: Function };
}
