import { Component, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const WAIT = 200;

/** A unit by typing: the reader's own ones, the nearest names first. Arrows choose, Enter takes, Escape leaves. */
export class UnitPicker extends Component {
    static template = "hva_reports.DashboardUnitPicker";
    static props = { unit: Object, show: Function };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ words: null, found: [], at: -1, isOpen: false });
        this.search = useDebounced(() => this.find(), WAIT);
    }

    get words() {
        return this.state.words ?? this.props.unit.label;
    }

    get activeId() {
        return this.state.isOpen && this.state.at >= 0 ? `hva_dashboard_unit_${this.state.at}` : undefined;
    }

    async find() {
        const words = this.state.words || "";
        this.state.found = await this.keepLast.add(this.orm.silent.call("hva.dashboard", "find_units", [words]));
        this.state.isOpen = true;
        this.state.at = this.state.found.length && words ? 0 : -1;
    }

    onClick(ev) {
        ev.target.select();
        this.find();
    }

    onFocus(ev) {
        ev.target.select();
    }

    onInput(ev) {
        this.state.words = ev.target.value;
        this.search();
    }

    onKeydown(ev) {
        const { found, isOpen, at } = this.state;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            if (!isOpen) {
                return this.find();
            }
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.at = Math.max(0, Math.min(at + step, found.length - 1));
        } else if (ev.key === "Enter" && isOpen && found[at]) {
            ev.preventDefault();
            this.take(found[at]);
        } else if (ev.key === "Escape" && isOpen) {
            ev.stopPropagation();
            this.close();
        }
        return undefined;
    }

    take(unit) {
        this.close();
        this.props.show({ unit: unit.value });
    }

    close() {
        Object.assign(this.state, { words: null, isOpen: false, at: -1 });
    }
}
