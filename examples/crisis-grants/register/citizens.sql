-- The register of citizens that the look-up asks: a table, or a view on what there is.
CREATE TABLE citizens(nino text PRIMARY KEY, surname text NOT NULL, street text NOT NULL);
INSERT INTO citizens VALUES
  ('YW228186D', 'Quillfeather', '169 Quay Street'),
  ('TZ337915D', 'Marrowby', '151 Bell Yard'),
  ('KL067884B', 'Thistlewood', '122 Cooper''s Hill'),
  ('WN628643A', 'Pennywhistle', '129 Quay Street');
