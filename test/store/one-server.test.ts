/** Does a data folder never have two servers, and always one that may have it, however the last one ended? */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readdir, stat} from 'node:fs/promises';
import {connect} from 'node:net';
import {dirname, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {ControlAnswer} from '../../protocol/control.ts';
import {controlPathOf} from '../../lib/control-path.ts';
import {takeFolder, type Control} from '../../server/control/control.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

async function take(folder: string): Promise<Control> {
	const control = await takeFolder(folder);
	onTestFinished(async () => control.release());
	return control;
}

/** Leaves the socket of a server that was killed. */
async function killedIn(folder: string): Promise<void> {
	const program = `require('net').createServer().listen(process.argv[1], () => console.log('there'))`;
	const child = spawn(process.execPath, ['-e', program, controlPathOf(folder)]);
	await once(child.stdout, 'data');
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(await readdir(dirname(controlPathOf(folder)))).toContain('control.sock');
}

async function ask(folder: string, question: object): Promise<unknown> {
	const socket = connect(controlPathOf(folder));
	socket.write(`${JSON.stringify(question)}\n`);
	let heard = '';
	for await (const chunk of socket.setEncoding('utf8')) heard += String(chunk);
	return JSON.parse(heard);
}

const joining: ControlAnswer = {hosts: ['127.0.0.1'], port: 10001, code: 'k7mq-2xw9', pid: 1};

test('a second server is told in one sentence that the folder is in use, and the first goes on', async () => {
	const folder = await temporaryFolder();
	(await take(folder)).answer(() => joining);
	await expect(takeFolder(folder)).rejects.toThrow(`Another server uses ${folder}; stop it with`);
	expect(await ask(folder, {ask: 'join'})).toEqual(joining);
	expect(await readdir(folder)).toEqual(['control.sock']);
});

test('the next server has the folder as soon as the first gives it free, even if that is told twice', async () => {
	const folder = await temporaryFolder();
	const first = await take(folder);
	await first.release();
	expect(await readdir(folder)).toEqual([]);
	const second = await take(folder);
	await first.release();
	second.answer(() => joining);
	expect(await ask(folder, {ask: 'join'})).toEqual(joining);
});

test('a server that was killed does not keep the folder from the next one', async () => {
	const folder = await temporaryFolder();
	await killedIn(folder);
	await take(folder);
	await expect(takeFolder(folder)).rejects.toThrow('Another server');
	expect(await readdir(folder)).toEqual(['control.sock']);
});

test('of many that start at once after one was killed, exactly one has the folder', async () => {
	for (let round = 0; round < 10; round++) {
		const folder = await temporaryFolder();
		await killedIn(folder);
		const starts = await Promise.allSettled(Array.from({length: 8}, async () => take(folder)));
		expect(starts.filter(({status}) => status === 'fulfilled')).toHaveLength(1);
		expect(await readdir(folder)).toEqual(['control.sock']);
	}
});

test('whoever asks while the server starts is answered when it has started', async () => {
	const folder = await temporaryFolder();
	const control = await take(folder);
	const answer = ask(folder, {ask: 'join'});
	await take(await temporaryFolder()); // the question has arrived by now
	control.answer(() => joining);
	expect(await answer).toEqual(joining);
});

test('somebody who connects and never asks does not hold up the end', async () => {
	const folder = await temporaryFolder();
	const control = await take(folder);
	const silent = connect(controlPathOf(folder));
	await once(silent, 'connect');
	const ended = once(silent.resume(), 'close');
	await control.release();
	await ended;
});

test('a path too long for a socket is held all the same, and only its owner may ask', async () => {
	const folder = join(await temporaryFolder(), 'ü'.repeat(60));
	await mkdir(folder);
	await take(folder);
	await expect(takeFolder(folder)).rejects.toThrow('Another server');
	expect(controlPathOf(folder).startsWith(folder)).toBe(false);
	for (const path of [controlPathOf(folder), dirname(controlPathOf(folder))]) {
		expect((await stat(path)).mode & 0o077).toBe(0);
	}
});
