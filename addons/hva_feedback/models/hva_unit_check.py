from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.unit_oid import oid_problem


class HvaUnit(models.Model):
    """What the tree never lets in. Messages name the unit, so that an import of two thousand rows can be mended."""

    _inherit = "hva.unit"

    @api.constrains("oid", "producer", "company_id")
    def _check_oid(self):
        for unit in self.filtered("oid"):
            root = unit.company_id.sudo().hva_oid_root or ""  # sudo: the county's own OID is public
            problem = oid_problem(unit.oid, root, is_bought=bool(unit.producer))
            if problem:
                raise ValidationError(unit._get_oid_message(problem, root))

    def _get_oid_message(self, problem, root):
        """Return the sentence for a code of `tools.unit_oid.oid_problem`."""
        text = {
            "shape": self.env._("is not an OID: it is numbers with dots between them."),
            "not_finnish": self.env._("does not begin with 1.2.246.10, where Finnish organisations are."),
            "not_a_unit": self.env._("is not of a unit: it should be 1.2.246.10.<business id>.10.<number>."),
            "foreign_root": self.env._(
                "is not under the county's %(root)s. Name the producer if the service is bought.", root=root
            ),
        }[problem]
        return self.env._("The OID “%(oid)s” of %(unit)s %(problem)s", oid=self.oid, unit=self.name, problem=text)

    @api.constrains("parent_id")
    def _check_no_cycle(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A unit cannot be part of itself or of a unit under it."))

    @api.constrains("parent_id", "company_id")
    def _check_one_county(self):
        for unit in self:
            if unit.parent_id and unit.parent_id.company_id != unit.company_id:
                raise ValidationError(
                    self.env._("%(unit)s and the unit above it belong to different counties.", unit=unit.name)
                )

    @api.constrains("valid_from", "valid_to")
    def _check_dates(self):
        for unit in self:
            if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
                raise ValidationError(self.env._("The last day of %(unit)s is before its first day.", unit=unit.name))

    @api.constrains("merged_into_id", "parent_id")
    def _check_merger(self):
        # a move also concerns the units merged into those that move
        merged = self.with_context(active_test=False).search([("id", "child_of", self.ids)]).merged_from_ids
        for unit in self.filtered("merged_into_id") | merged:
            target = unit.merged_into_id
            if target == unit:
                raise ValidationError(self.env._("%(unit)s cannot be merged into itself.", unit=unit.name))
            if target.parent_path.startswith(unit.parent_path):
                raise ValidationError(
                    self.env._(
                        "%(unit)s cannot be merged into %(target)s, which is under it. Move that unit elsewhere first.",
                        unit=unit.name,
                        target=target.name,
                    )
                )
        if self._has_cycle("merged_into_id"):
            raise ValidationError(self.env._("These units would be merged into each other in a circle."))

    @api.constrains("responsible_unit_id")
    def _check_responsible_unit(self):
        for unit in self:
            if unit.responsible_unit_id.responsible_unit_id not in (self.browse(), unit.responsible_unit_id):
                raise ValidationError(
                    self.env._(
                        "%(responsible)s does not handle its own cases, so it cannot handle those of %(unit)s.",
                        responsible=unit.responsible_unit_id.name,
                        unit=unit.name,
                    )
                )
