import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * The form of a feedback. "Mark as read, next" marks it and opens the next one of the list it was opened from, as the
 * pager's arrow would; after the last one the form stays.
 */
export class FeedbackFormController extends FormController {
    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        if (clickParams.name !== "action_hva_mark_read_next" || !this.model.root.data.hva_is_read) {
            return;
        }
        const { resId, resIds } = this.model.root;
        const next = resIds[resIds.indexOf(resId) + 1];
        if (next) {
            await this.model.load({ resId: next });
        }
    }
}

registry.category("views").add("hva_feedback_form", { ...formView, Controller: FeedbackFormController });
