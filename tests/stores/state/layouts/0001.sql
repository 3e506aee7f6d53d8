-- A state of layout 0001, as SQLite tells it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
	number BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	what TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	seal TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "audit" VALUES(1,1772355600000000,'terminal','invited','person:611c7619624f52da',NULL,'{"active": true, "actor": "ada", "email": "ada@example.org", "id": "611c7619624f52da", "language": "en", "name": "ada", "role": "admin", "teams": []}','d5c5add007676c081b5c47b96531446e27fcc163887b75552b0f108ad6931fca');
INSERT INTO "audit" VALUES(2,1772355600000000,'611c7619624f52da','joined','person:611c7619624f52da','{}','{}','f4f3d0d76536524d27faee04cc83942aba7f31b72f876fdc8b206b89b943d6b4');
INSERT INTO "audit" VALUES(3,1772355600000000,'terminal','invited','person:642a229c3c7a2ba0',NULL,'{"active": true, "actor": "ben", "email": "ben@example.org", "id": "642a229c3c7a2ba0", "language": "en", "name": "ben", "role": "agent", "teams": ["field", "support"]}','798c8e5b813d9838a83131a0201f75f4869e8bf6e8f4e8cb9262ed642b0a1618');
INSERT INTO "audit" VALUES(4,1772355600000000,'642a229c3c7a2ba0','joined','person:642a229c3c7a2ba0','{}','{}','3246fa54b419b6404864eeb034f6fcdf724d04428a63ab8858e65fa04a6d9298');
INSERT INTO "audit" VALUES(5,1772355600000000,'642a229c3c7a2ba0','signed_in','person:642a229c3c7a2ba0',NULL,NULL,'e19513c09f02333cf810ef4767538e5edd6c0b0f3dfdc8337ebf42e6ee8448f0');
INSERT INTO "audit" VALUES(6,1772355600000000,'terminal','set_up_link_made','link',NULL,'{"expires_at": "2026-03-01T10:00:00Z", "purpose": "set_up"}','1e024480733e80495f60d645af64b81e99989240df56c47ac6e0317c270022f2');
CREATE TABLE links (
	secret_hash TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	person TEXT, 
	made_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	PRIMARY KEY (secret_hash), 
	FOREIGN KEY(person) REFERENCES people (id)
);
INSERT INTO "links" VALUES('946c341e4c8fe6176137c09e3e41b0b25c56748d654369c9cc5e800cb9bab157','invitation','611c7619624f52da',1772355600000000,1772960400000000,1772355600000000);
INSERT INTO "links" VALUES('7d990ac2c917bca58f1f10d076264976dd8bde37041342a28f0e54d1e72dc541','invitation','642a229c3c7a2ba0',1772355600000000,1772960400000000,1772355600000000);
INSERT INTO "links" VALUES('0463acfaaaa15a3165824765d6cca475ae331f1955cf8976216c4e131321bd7e','set_up',NULL,1772355600000000,1772359200000000,NULL);
CREATE TABLE people (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	role TEXT NOT NULL, 
	actor TEXT, 
	teams TEXT NOT NULL, 
	language TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	added_at BIGINT NOT NULL, 
	password_hash TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (email)
);
INSERT INTO "people" VALUES('611c7619624f52da','ada','ada@example.org','admin','ada','[]','en',1,1,1772355600000000,'$argon2id$v=19$m=8,t=1,p=1$IVRyWAFZAnC8gjae6AGxQA$vldM5x18LLaAGxIEWyG3hLptSHWXC+z2MxW0o3aUft4');
INSERT INTO "people" VALUES('642a229c3c7a2ba0','ben','ben@example.org','agent','ben','["field", "support"]','en',1,1,1772355600000000,'$argon2id$v=19$m=8,t=1,p=1$tfZ22D74BG7Ia70OHx8bfw$nHMElN3cwe67zxWLiHWfhMcji0LKto8eNJem0EsyUFI');
CREATE TABLE sessions (
	secret_hash TEXT NOT NULL, 
	person TEXT NOT NULL, 
	begun_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (secret_hash), 
	FOREIGN KEY(person) REFERENCES people (id)
);
INSERT INTO "sessions" VALUES('d81d8c2690db4b87b54ad41637e2cf9cbf89ef1d4f0e2b198d2dfb1398df1a3a','642a229c3c7a2ba0',1772355600000000,1772355600000000,1773565200000000);
CREATE TABLE sign_in_attempts (
	"key" TEXT NOT NULL, 
	failed INTEGER NOT NULL, 
	last_at BIGINT NOT NULL, 
	free_at BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "sign_in_attempts" VALUES('3425d494c3ccb4e6da8aa8ec7da27de9d373d25986060343d7d96898031b25f2',1,1772355600000000,1772355600000000);
INSERT INTO "sign_in_attempts" VALUES('75a3464936bde9f14014db27d3ca17f2d3b092b801ba900aa2832f5d7b2897d7',1,1772355600000000,1772355600000000);
CREATE INDEX ix_sessions_person ON sessions (person);
CREATE INDEX ix_links_person ON links (person);
CREATE INDEX ix_audit_on ON audit ("on");
CREATE INDEX ix_audit_at ON audit (at);
CREATE TRIGGER audit_update before update on audit begin select raise(abort, 'the audit only grows'); end;
CREATE TRIGGER audit_delete before delete on audit begin select raise(abort, 'the audit only grows'); end;
CREATE TRIGGER audit_replace before insert on audit
            when exists (select 1 from audit where number = new.number) begin select raise(abort, 'the audit only grows'); end;
COMMIT;
