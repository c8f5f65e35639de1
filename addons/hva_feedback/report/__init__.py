from . import code_slips, launch_kit, leaflet, paper, paper_form, paper_texts, pictures, poster, referral_sheet
