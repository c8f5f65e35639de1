import { Component, onMounted, onPatched, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

/**
 * What other counties have published, under our own figures and plainly apart from them. Asked for after the page is
 * there, so that it keeps nobody waiting; where nothing was published it is not there at all.
 */
export class OtherCounties extends Component {
    static template = "hva_reports.DashboardOtherCounties";
    static props = { view: Object };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ data: null });
        this.asked = "";
        onMounted(() => this.load());
        onPatched(() => this.load());
    }

    async load() {
        const asked = JSON.stringify(this.props.view);
        if (asked === this.asked) {
            return;
        }
        this.asked = asked;
        try {
            this.state.data = await this.keepLast.add(
                this.orm.silent.call("hva.dashboard", "load_others", [this.props.view])
            );
        } catch {
            this.state.data = null; // the page says itself when it cannot be loaded
        }
    }
}
