export { freePort, startPostgres, type TestPostgres } from './postgres.ts';
