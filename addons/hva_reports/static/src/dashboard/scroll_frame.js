import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

/**
 * A frame in which a wide table moves sideways under its first column. Only where it has to: then the frame says so,
 * and keys reach it by the name of the table.
 */
export class ScrollFrame extends Component {
    static template = "hva_reports.DashboardScrollFrame";
    static props = { label: String, slots: Object };

    setup() {
        this.frame = useRef("frame");
        this.state = useState({ isWide: false });
        const observer = new ResizeObserver(() => this.measure());
        onMounted(() => {
            observer.observe(this.frame.el);
            observer.observe(this.frame.el.firstElementChild); // it may grow while the frame stays
        });
        onWillUnmount(() => observer.disconnect());
    }

    measure() {
        const { scrollWidth, clientWidth } = this.frame.el || {};
        this.state.isWide = scrollWidth > clientWidth + 1;
    }
}
