/** Holds the transfers that are not over, and measures how fast each runs. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {ShownTransfer, Transfer} from '../model/exchange.ts';
import type {State} from '../model/state.ts';

/** Maximum transfers held; those beyond are not shown. */
const MAX_TRANSFERS = 100;
/** Minimum milliseconds between two measurements of the rate. */
const MEASURE_EVERY = 200;
/** Milliseconds in which the weight of earlier measurements falls to a third. */
const FADES_AFTER = 3000;

/** Updates a transfer, or adds it; one that is over is removed. */
export function withTransfer(state: State, user: UserName | ConversationId, transfer: Transfer): State {
	const {transfers} = state.exchange;
	const before = transferBy(state, user, transfer.transfer);
	const isOver = transfer.status === 'done' || transfer.status === 'ended';
	const others = transfers.filter(one => one !== before);
	if (isOver) return withTransfers(state, others);
	if (!before && transfers.length >= MAX_TRANSFERS) return state;
	const number = before?.number ?? Math.max(0, ...transfers.map(one => one.number)) + 1;
	const next = {...transfer, user, number, ...measured(before, transfer, state.now)};
	return withTransfers(
		state,
		before ? transfers.map(one => (one === before ? next : one)) : [...transfers, next],
	);
}

function transferBy(
	{exchange}: State,
	user: UserName | ConversationId,
	transfer: number,
): ShownTransfer | undefined {
	return exchange.transfers.find(one => one.user === user && one.transfer === transfer);
}

function withTransfers(state: State, transfers: readonly ShownTransfer[]): State {
	return {...state, exchange: {...state.exchange, transfers}};
}

/** Measures the rate of a running transfer. Bytes from before it ran do not count: an earlier attempt has brought them. */
function measured(
	before: ShownTransfer | undefined,
	{status, bytes}: Transfer,
	now: number,
): Pick<ShownTransfer, 'measured' | 'rate'> {
	if (status !== 'running') return {};
	const {measured: last, rate} = before ?? {};
	if (!last || bytes < last.bytes) return {measured: {at: now, bytes}};
	const elapsed = now - last.at;
	if (elapsed < MEASURE_EVERY) return {measured: last, ...(rate !== undefined && {rate})};
	const latest = ((bytes - last.bytes) * 1000) / elapsed;
	const weight = rate === undefined ? 0 : Math.exp(-elapsed / FADES_AFTER);
	return {measured: {at: now, bytes}, rate: (rate ?? 0) * weight + latest * (1 - weight)};
}
