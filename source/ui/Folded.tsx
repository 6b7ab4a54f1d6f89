/** The list of chats on a narrow screen: one line with the open one and those that have something unread. */
import {Text} from 'ink';
import {contactRows} from '../state/contacts.ts';
import {width} from '../term/width.ts';
import {countText} from './Contacts.tsx';
import type {PaneProps} from './pane-props.ts';
import {presenceLook, presenceSign, theme} from './theme.ts';
import {useSelect} from './use-select.ts';

export default function Folded({store, columns}: PaneProps) {
	const contacts = useSelect(store, contactRows);
	const marked = useSelect(store, ({pane}) => pane === 'contacts');
	const shown = contacts.filter(row => row.open || row.chosen || row.unread > 0);
	const labels = shown.map(row => `${row.label}${countText(row) && ` ${countText(row)}`}`);
	const fitting = labels.findIndex((_, at) => width(labels.slice(0, at + 1).join('    ')) + 3 > columns);
	return (
		<Text wrap="truncate">
			{(fitting === -1 ? shown : shown.slice(0, fitting)).map((row, at) => (
				<Text key={row.id} bold={row.open} inverse={marked && row.chosen}>
					{at > 0 && ' '}
					{marked && row.chosen ? '›' : row.open ? '▸' : ' '}
					{row.presence && <Text {...presenceLook[row.presence]}>{presenceSign[row.presence]}</Text>}
					{row.label}
					<Text color={row.mentions > 0 ? theme.warning : theme.accent}>
						{countText(row) && ` ${countText(row)}`}
					</Text>{' '}
				</Text>
			))}
		</Text>
	);
}
