"""What Alembic runs to migrate: on the connection it is given, in the transaction that is open there."""

from alembic import context

connection = context.config.attributes["connection"]
# The transaction is the caller's, on SQLite too, which takes changes of tables back with the rest.
context.configure(connection=connection)
with context.begin_transaction():
    context.run_migrations()
