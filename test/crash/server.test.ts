/** Is anything lost, doubled or put in another order when the server is killed, again and again, while people talk? */
import {test} from 'vitest';
import {startServer} from '../harness/program.ts';
import {until} from '../harness/until.ts';
import {expectNothingLost, Talker} from './talkers.ts';

const ROUNDS = 6;

test(
	'a server that is killed at any moment has lost nothing that it acknowledged',
	{timeout: 60_000},
	async () => {
		let server = await startServer();
		const port = Number(server.address.split(':')[1]);
		const [alice, bob, carol] = await Promise.all(
			['alice', 'bob', 'carol'].map(async name => Talker.signUp(name, server.joinLine)),
		);
		const talkers = [alice!, bob!, carol!];
		const acknowledged = () => talkers.reduce((sum, {stored}) => sum + stored.length, 0);
		for (let round = 0; round < ROUNDS; round++) {
			const enough = acknowledged() + Math.floor(Math.random() * 60);
			for (let count = 0; count < 20; count++) {
				alice!.send(bob!);
				bob!.send(alice!);
				carol!.send(count % 2 ? alice! : bob!);
				if (count % 5 === 0) await new Promise(setImmediate);
			}

			await until(() => acknowledged() >= enough);
			await server.kill();
			for (const talker of talkers) talker.send(carol!); // while there is no server
			server = await startServer({folder: server.folder, port});
			for (const {link} of talkers) link.retryNow();
		}

		await expectNothingLost(talkers);
	},
);
