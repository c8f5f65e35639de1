import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { ScrollFrame } from "./scroll_frame";

/**
 * A table of cells {value, text, reason, is_words}. A row may have a bar as wide as it says, and the table may be sorted;
 * cells without a number come last in either direction. A row with `to` leads to another view.
 */
export class DataTable extends Component {
    static template = "hva_reports.DashboardDataTable";
    static components = { ScrollFrame };
    static props = { table: Object, show: Function, open: Function };

    setup() {
        this.state = useState({ column: null, isDown: true });
    }

    get rows() {
        const { column, isDown } = this.state;
        if (column === null) {
            return this.props.table.rows;
        }
        const key = (row) => (column === 0 ? row.label : row.cells[column - 1].value);
        const side = isDown ? -1 : 1;
        return [...this.props.table.rows].sort((one, other) => {
            const [left, right] = [key(one), key(other)];
            if (left === null || right === null) {
                return (left === null) - (right === null);
            }
            return side * (column === 0 ? left.localeCompare(right) : left - right);
        });
    }

    /** A press sorts names from A and figures from the highest; one more turns it round. */
    sort(column) {
        const isSame = this.state.column === column;
        this.state.isDown = isSame ? !this.state.isDown : column !== 0;
        this.state.column = column;
    }

    sorted(column) {
        if (!this.props.table.is_sortable) {
            return undefined;
        }
        if (this.state.column !== column) {
            return "none";
        }
        return this.state.isDown ? "descending" : "ascending";
    }

    mark(column) {
        return { ascending: "▲", descending: "▼", none: "" }[this.sorted(column)];
    }

    get sortedText() {
        const { column, isDown } = this.state;
        if (column === null) {
            return "";
        }
        if (column === 0) {
            return isDown ? _t("Sorted by name, from the end") : _t("Sorted by name, from A");
        }
        const label = this.props.table.columns[column].label;
        return isDown ? _t("Sorted by %s, highest first", label) : _t("Sorted by %s, lowest first", label);
    }
}
