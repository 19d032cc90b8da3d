CREATE TABLE claims (
    document_key VARCHAR NOT NULL,
    schema_name VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    until FLOAT NOT NULL,
    PRIMARY KEY (document_key, schema_name)
);

CREATE TABLE document_names (
    document_key VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (document_key, path)
);

CREATE INDEX document_names_by_name ON document_names (name);

CREATE INDEX document_names_by_path ON document_names (path);

CREATE TABLE documents (
    document_key VARCHAR NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document_key)
);

CREATE TABLE edits (
    id SERIAL NOT NULL,
    sha256 VARCHAR NOT NULL,
    schema_name VARCHAR NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX edits_by_document ON edits (sha256, schema_name);

CREATE TABLE flags (
    document_key VARCHAR NOT NULL,
    schema_name VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (document_key, schema_name, path)
);

CREATE TABLE identities (
    document_key VARCHAR NOT NULL,
    schema_name VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    PRIMARY KEY (document_key, schema_name)
);

CREATE INDEX identities_by_body ON identities (schema_name, body, year);

CREATE TABLE readings (
    document_key VARCHAR NOT NULL,
    schema_name VARCHAR NOT NULL,
    reader VARCHAR NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document_key, schema_name, reader)
);

CREATE TABLE replies (
    key VARCHAR NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (key)
);

CREATE TABLE results (
    document_key VARCHAR NOT NULL,
    schema_name VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL,
    edits INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document_key, schema_name)
);

CREATE INDEX results_by_status ON results (status);

CREATE TABLE runs (
    id SERIAL NOT NULL,
    started VARCHAR NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE store_layout (
    version SERIAL NOT NULL,
    PRIMARY KEY (version)
);

CREATE OR REPLACE FUNCTION edits_are_kept() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'edits are append-only'; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER edits_are_kept BEFORE UPDATE OR DELETE ON edits EXECUTE FUNCTION edits_are_kept();
