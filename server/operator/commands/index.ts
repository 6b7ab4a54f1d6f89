/** Joins the commands of the operator into one table, in the order in which help lists them. */
import type {OperatorCommand} from '../command.ts';
import {backup, load, save} from './database.ts';
import {help} from './help.ts';
import {inviteCodeCommands} from './invite-codes.ts';
import {roomCommands} from './rooms.ts';
import {serverInfoCommands} from './server-info.ts';
import {moderation} from './moderation.ts';
import {reload} from './reload.ts';
import {quit, start, status, stop} from './server.ts';
import {users} from './users.ts';

export const commands: readonly OperatorCommand[] = [
	users,
	...moderation,
	...serverInfoCommands,
	reload,
	...inviteCodeCommands,
	...roomCommands,
	status,
	start,
	stop,
	save,
	load,
	backup,
	help,
	quit,
];
