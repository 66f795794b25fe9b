import { portableRuntime } from './contract.fixture.ts';
import { testLayers } from './layers.fixture.ts';

testLayers(portableRuntime);
