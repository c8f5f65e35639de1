import { onMounted, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const PAUSE = 5000; // milliseconds between two looks at a delivery that is under way

/** The form of an export shows by itself how its delivery goes on, as long as nobody is writing into it. */
export class LakeFormController extends FormController {
    setup() {
        super.setup();
        onMounted(() => {
            this.lookTimer = setInterval(() => this.look(), PAUSE);
        });
        onWillUnmount(() => clearInterval(this.lookTimer));
    }

    get isUnderWay() {
        return ["waiting", "running"].includes(this.model.root.data.last_state);
    }

    async look() {
        if (document.hidden || !this.isUnderWay || this.isLooking) {
            return;
        }
        this.isLooking = true;
        try {
            if (!(await this.model.root.isDirty())) {
                await this.model.root.load();
            }
        } finally {
            this.isLooking = false;
        }
    }
}

registry.category("views").add("hva_lake_form", { ...formView, Controller: LakeFormController });
