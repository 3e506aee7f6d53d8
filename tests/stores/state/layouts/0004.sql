-- A state of layout 0004, as SQLite tells it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE annotations (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	end_at BIGINT, 
	team TEXT, 
	metric TEXT, 
	author TEXT NOT NULL, 
	made_at BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "annotations" VALUES('dda01deb5df604fe','release','4.2 is out',1772355660000000,NULL,NULL,NULL,'terminal',1772355660000000,1);
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
INSERT INTO "audit" VALUES(1,1772355600000000,'terminal','invited','person:14515a39947597f3',NULL,'{"active": true, "actor": "ada", "email": "ada@example.org", "id": "14515a39947597f3", "language": "en", "name": "ada", "role": "admin", "teams": []}','6ffb88511029ebbaf5c0b15c17150c3ade9a2fdfed2a2dc9dbeccd65ba0e7501');
INSERT INTO "audit" VALUES(2,1772355600000000,'14515a39947597f3','joined','person:14515a39947597f3',NULL,NULL,'2a91ddbf5a50c416ff23c9065af2c81b5fb19a4aa4d2f80a7937fd4a476f0f2f');
INSERT INTO "audit" VALUES(3,1772355660000000,'terminal','invited','person:d0fda6f3d938d210',NULL,'{"active": true, "actor": "ben", "email": "ben@example.org", "id": "d0fda6f3d938d210", "language": "en", "name": "ben", "role": "agent", "teams": ["field", "support"]}','549f03831578e54e6f3e0394c1210809e57fa4872288037d19a42fc3ae9da7f0');
INSERT INTO "audit" VALUES(4,1772355660000000,'d0fda6f3d938d210','joined','person:d0fda6f3d938d210',NULL,NULL,'6ba0d12861130815737f5b5ddc0aa03ce84c425b203c0fb923fc891e664bbe53');
INSERT INTO "audit" VALUES(5,1772355660000000,'14515a39947597f3','token_made','token:423ef63161227d39',NULL,'{"expires_at": "2026-05-30T09:01:00Z", "id": "423ef63161227d39", "last_used_at": null, "made_at": "2026-03-01T09:01:00Z", "made_by": "14515a39947597f3", "name": "report", "prefix": "dw_bUrfkp", "revoked_at": null, "scopes": ["read"]}','cc7e0efcea273c13a959fac97849d82e22165202aed62156feba589364196fa9');
INSERT INTO "audit" VALUES(6,1772355660000000,'terminal','annotated','annotation:dda01deb5df604fe',NULL,'{"at": "2026-03-01T09:01:00Z", "author": "terminal", "end_at": null, "id": "dda01deb5df604fe", "kind": "release", "metric": null, "team": null, "text": "4.2 is out"}','ef65ee15af364d1e09df04438d90e59c4656798a638d7444eadead18c60e8da6');
CREATE TABLE disputes (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	ticket TEXT NOT NULL, 
	event TEXT, 
	metric TEXT, 
	why TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	opened_at BIGINT NOT NULL, 
	teams TEXT NOT NULL, 
	actors TEXT NOT NULL, 
	state TEXT NOT NULL, 
	decided_by TEXT, 
	decided_at BIGINT, 
	answer TEXT, 
	ruling TEXT, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "disputes" VALUES('d1','desk','T1','m3','first_response_time','it was a question','ben',1772355660000000,'["support"]','["ben"]','open',NULL,NULL,NULL,NULL,1);
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
INSERT INTO "links" VALUES('08d363d3d5af1e0b9ba5c02b7cadfd2e4ab4e171ac83a1c28d4544de407604b2','invitation','14515a39947597f3',1772355600000000,1772960400000000,1772355600000000);
INSERT INTO "links" VALUES('d0614ac216292dd746be0cef03399bcf56711355512673114814fb51c835e5e3','invitation','d0fda6f3d938d210',1772355660000000,1772960460000000,1772355660000000);
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
INSERT INTO "people" VALUES('14515a39947597f3','ada','ada@example.org','admin','ada','[]','en',1,1,1772355600000000,'$argon2id$v=19$m=8,t=1,p=1$9lOViVeesn7SOybuIkrMQw$ck72TWpLiXZBAEazOv8soi7pAsDxhFBa35+3rPssvLY');
INSERT INTO "people" VALUES('d0fda6f3d938d210','ben','ben@example.org','agent','ben','["field", "support"]','en',1,1,1772355660000000,'$argon2id$v=19$m=8,t=1,p=1$z0rgE5OliIXnGxVJ/Ajl2A$3q3wA0fPNnrtbQt3Jfckzjh7dYaUPGDoYHM9d/x3Ppg');
CREATE TABLE sessions (
	secret_hash TEXT NOT NULL, 
	person TEXT NOT NULL, 
	begun_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	PRIMARY KEY (secret_hash), 
	FOREIGN KEY(person) REFERENCES people (id)
);
CREATE TABLE sign_in_attempts (
	"key" TEXT NOT NULL, 
	failed INTEGER NOT NULL, 
	last_at BIGINT NOT NULL, 
	free_at BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE tokens (
	id TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	name TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	scopes TEXT NOT NULL, 
	made_by TEXT NOT NULL, 
	made_at BIGINT NOT NULL, 
	expires_at BIGINT, 
	last_used_at BIGINT, 
	revoked_at BIGINT, 
	PRIMARY KEY (id), 
	UNIQUE (secret_hash)
);
INSERT INTO "tokens" VALUES('423ef63161227d39','6f2dccad77d9a56bcb96d771d0bab045f8d5cfd9f9095ba908c652187f27be52','report','dw_bUrfkp','["read"]','14515a39947597f3',1772355660000000,1780131660000000,NULL,NULL);
CREATE TABLE webhook_deliveries (
	delivery TEXT NOT NULL, 
	until BIGINT NOT NULL, 
	PRIMARY KEY (delivery)
);
INSERT INTO "webhook_deliveries" VALUES('delivery-1',1772442060000000);
CREATE INDEX ix_sessions_person ON sessions (person);
CREATE INDEX ix_links_person ON links (person);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_audit_on ON audit ("on");
CREATE TRIGGER audit_update before update on audit begin select raise(abort, 'the audit only grows'); end;
CREATE TRIGGER audit_delete before delete on audit begin select raise(abort, 'the audit only grows'); end;
CREATE TRIGGER audit_replace before insert on audit
            when exists (select 1 from audit where number = new.number) begin select raise(abort, 'the audit only grows'); end;
CREATE INDEX ix_annotations_at ON annotations (at);
CREATE INDEX ix_disputes_state ON disputes (state);
CREATE INDEX ix_disputes_ticket ON disputes (ticket);
CREATE INDEX ix_webhook_deliveries_until ON webhook_deliveries (until);
COMMIT;
