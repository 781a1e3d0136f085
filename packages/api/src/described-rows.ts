import type { RecordSummary } from '@madang/client';
import { decodeTransaction } from '@madang/protocol';
import type { RecordSummary as ViewRow } from '@madang/views';
import { payloadOf, summaryOf } from './record-view.ts';
import type { ApiRoom } from './room.ts';

/** Rows of a list with what their acts said, where that is still kept. */
export async function describeRows(
  room: ApiRoom,
  rows: readonly ViewRow[],
): Promise<readonly RecordSummary[]> {
  const { ledger, services } = room.options;
  return Promise.all(
    rows.map(async (row) => {
      const summary = summaryOf(room.book, row);
      const envelope = await ledger.envelope(row.id);
      const decoded =
        envelope === undefined ? undefined : decodeTransaction(envelope, envelope.length);
      if (decoded?.ok !== true) return summary;
      return { ...summary, payload: payloadOf(services, row.act, decoded.value.body.payload) };
    }),
  );
}
