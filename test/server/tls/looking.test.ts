/** Looking at a server's certificate: does the operator hear only of those who were turned away? */
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {connect} from 'node:tls';
import {expect, test} from 'vitest';
import {openCertificate} from '../../../server/tls/certificate.ts';
import {until} from '../../harness/until.ts';
import {openEdge} from '../net/edge.ts';
import {Peer} from '../peer.ts';

test('whoever looks at the certificate and leaves is no event for the operator', async () => {
	const tls = await openCertificate(await mkdtemp(path.join(tmpdir(), 'chat-tui-')));
	const {port, log} = await openEdge({}, {tls});
	await new Promise(resolve => {
		const socket = connect({port, host: '127.0.0.1', rejectUnauthorized: false}, () => socket.destroy());
		socket.on('close', resolve);
	});
	await expect(Peer.connectSecurely(port, {maxVersion: 'TLSv1.2'})).rejects.toThrow();
	await until(() => log.length > 0);
	expect(log).toEqual([{type: 'turnedAway', address: '127.0.0.1', why: 'noTls'}]);
});
