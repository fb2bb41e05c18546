import { describeRemoteFilesContract } from '@cartwright/application/contracts/remote-files';
import { makeInMemoryRemoteFiles } from './remote-files.js';

describeRemoteFilesContract('memory', () => {
  const files = makeInMemoryRemoteFiles();
  return Promise.resolve({
    files,
    serve: (content) => {
      files.files.set('https://images.example/a.jpg', content);
      return Promise.resolve('https://images.example/a.jpg');
    },
    missing: 'https://images.example/missing.jpg',
    dispose: () => Promise.resolve(),
  });
});
