export { openSql, type Sql, type SqlDialect, type SqlPlace } from './connection.ts';
export {
  type ColumnType,
  createTables,
  type DatabaseOf,
  dropTables,
  type Schema,
  type TableDefinition,
} from './schema.ts';
