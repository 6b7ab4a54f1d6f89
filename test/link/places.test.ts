/** Where the clients of several servers on one record go. */
import {expect, test} from 'vitest';
import {relayPlace} from '../../source/link/places.ts';

const told = ['chat1.example.org:10001', 'chat2.example.org:10001', 'chat3.example.org:10001'];
const home = (host: string) => ({host, port: 10_001});

test('the two sides of a relay meet at one server, whichever each of them is at; different chats are at different ones', () => {
	const chosen = ['chat-1', 'chat-2', 'chat-3'].map(chat => {
		const [one, other] = ['chat1.example.org', 'chat3.example.org'].map(host =>
			relayPlace(home(host), told, chat),
		);
		expect(one).toEqual(other);
		return one?.host;
	});
	expect(new Set(chosen).size).toBe(3);
});

test('where there is one server, or none was told, a relay is at the server of the session', () => {
	expect(relayPlace(home('chat1.example.org'), [], 'chat-1')).toBeUndefined();
});

test('a server elsewhere sends nobody to a port of their own machine for a relay', () => {
	expect(relayPlace(home('chat1.example.org'), ['127.0.0.1:22'], 'chat-1')).toBeUndefined();
	expect(relayPlace(home('127.0.0.1'), ['127.0.0.1:10002'], 'chat-1')).toEqual({
		host: '127.0.0.1',
		port: 10_002,
	});
});
