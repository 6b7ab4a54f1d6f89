/** Finds a place on this machine alone where servers and clients of one test find each other. */
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import type {MulticastPlace} from '../../lib/multicast.ts';

/** A UDP port of the loopback interface that no other test uses. */
export async function loopback(): Promise<MulticastPlace> {
	const socket = createSocket('udp4').bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const {port} = socket.address();
	socket.close();
	return {interface: '127.0.0.1', port};
}
