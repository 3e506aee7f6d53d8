"""What Alembic runs to migrate: on the connection it is given, in the transaction that is open there."""

from alembic import context

connection = context.config.attributes["connection"]
# SQLite, too, takes changes of tables back: its transaction is begun by us and not by its driver.
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
