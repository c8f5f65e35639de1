from . import launch_kit, leaflet, paper, paper_form, paper_texts, pictures, poster
