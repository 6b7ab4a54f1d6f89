/** Hosts of a PostgreSQL record that let in and then say nothing: another one is tried, and a server does not hang. */
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {RecordConnection} from '../../server/journal/record-connection.ts';
import {recordFault} from '../../server/journal/record-faults.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {NO_POSTGRES, NO_STANDBY, Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';

/** What PostgreSQL says to a user who needs no password: AuthenticationOk, BackendKeyData, ReadyForQuery. */
const COME_IN = Buffer.from('520000000800000000' + '4b0000000c0000000100000001' + '5a0000000549', 'hex');
const EVENTS = {onNotice: () => undefined, onLost: () => undefined};

/** A host whose machine freezes once a connection is open. @returns its port */
async function frozenHost(): Promise<number> {
	const server = createServer(socket => {
		socket.once('data', () => socket.write(COME_IN));
		socket.on('error', () => undefined);
		onTestFinished(() => void socket.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port; // a TCP server that listens has one
}

function placeOn(...ports: number[]) {
	return recordPlace(
		`postgres://postgres@${ports.map(port => `127.0.0.1:${port}`).join(',')}/postgres`,
		() => '',
	);
}

test('a host that lets in and then is silent is given up, with a sentence', async () => {
	const place = placeOn(await frozenHost());
	const failure: unknown = await RecordConnection.open(place, 0, EVENTS).catch((error: unknown) => error);
	expect(recordFault(place, failure).message).toBe(
		`No PostgreSQL answers for the record ${place.name} (ETIMEDOUT); start it, or name another with --record.`,
	);
});

describe.skipIf(NO_POSTGRES)('beside a real PostgreSQL', () => {
	let postgres: Postgres;
	usePostgres(started => (postgres = started));

	test.each([0, 1])(
		'a host that is silent is left for the next one, where timeline %i is known',
		async least => {
			const connection = await RecordConnection.open(
				placeOn(await frozenHost(), postgres.port),
				least,
				EVENTS,
			);
			expect(await connection.ask('SELECT 1 AS one')).toMatchObject([{rows: [{one: 1}]}]);
			await connection.close();
		},
	);

	test.skipIf(NO_STANDBY)(
		'a primary that was replaced is left, also where the promoted one is not known yet',
		async () => {
			const other = await Postgres.start();
			onTestFinished(async () => other.stop());
			const standby = await other.standby();
			onTestFinished(async () => standby.stop());
			await standby.promote();
			const connection = await RecordConnection.open(placeOn(other.port, standby.port), 0, EVENTS);
			expect(connection.timeline).toBe(2);
			await connection.close();
		},
		60_000,
	);
});
