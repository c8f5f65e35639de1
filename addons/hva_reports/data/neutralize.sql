-- a copy of the database for trying things out delivers nothing to the county's data lake
UPDATE hva_export SET active = false, put_url = NULL, put_headers = NULL;
