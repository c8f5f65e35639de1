-- A copied database must not send a second time what the first one sends.
UPDATE hva_sms_gateway SET active = FALSE;
INSERT INTO ir_config_parameter (key, value) VALUES ('hva_sms.kill_switch', '1')
    ON CONFLICT (key) DO UPDATE SET value = '1';
DELETE FROM ir_config_parameter WHERE key = 'hva_sms.drop_dir';
-- Nor must a patient system's key open it.
UPDATE hva_visit_source SET active = FALSE;
DELETE FROM res_users_apikeys WHERE scope = 'hva_visits';
