-- The bundles that were made, found in a long log.
create index ix_ledger_bundle on ledger (seq) where kind = 'bundle.made';
