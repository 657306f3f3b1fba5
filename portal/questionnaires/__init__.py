"""FHIR R4 questionnaires as a chat can ask them: pure, no database, no network."""
