"""FHIR R4 as other programs read it: what was answered, planned and deposited, as resources and bundles."""
