#!/bin/sh
# Lay out what the image adds to the official one: build_tree.sh SOURCE TARGET [PYTHON]
#
#   TARGET/mnt/extra-addons/     our addons and OCA's helpdesk_mgmt
#   TARGET/opt/hva/python/       Python packages that Odoo's image does not have, on PYTHONPATH
#
# Run by the Dockerfile and, without Docker, by tests/unit/docker. Pure Python wheels only, so any platform's tree is the
# same; what has to be compiled (psycopg2) is Odoo's own and in its image already.
set -eu
source=$1 target=$2 python=${3:-python3}
addons=$target/mnt/extra-addons
packages=$target/opt/hva/python
ours="hva_feedback hva_sms hva_reports"

mkdir -p "$addons" "$packages"
for addon in $ours; do
    cp -R "$source/addons/$addon" "$addons/"
    rm -rf "$addons/$addon/tests"
done
find "$addons" -name __pycache__ -prune -exec rm -rf {} +

pip() {
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: --no-compile \
        --constraint "$source/constraints.txt" "$@"
}

pip --target "$packages" holidays phonenumbers qrcode xlsxwriter
# WeasyPrint and what it brings along. Its compiled needs come otherwise: Pillow is Odoo's own, cffi and Pango are Debian
# packages in the Dockerfile. fontTools has wheels with compiled parts too; `any` takes the one without.
pip --target "$packages" weasyprint pydyf tinycss2 tinyhtml5 cssselect2 pyphen webencodings
pip --target "$packages" --platform any fonttools
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
pip --target "$unpacked" odoo-addon-helpdesk-mgmt
cp -R "$unpacked/odoo/addons/helpdesk_mgmt" "$addons/"
rm -rf "$addons/helpdesk_mgmt/tests"
chmod -R a+rX "$target/mnt" "$target/opt"
