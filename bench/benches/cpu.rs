//! Measures the interpreter natively, and rsemu for comparison. An iteration is one instruction.

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use pinscope_bench::CpuBench;
use pinscope_bench::machine_code::{COMPUTE, DATA, IMAGE_BASE, Loop, TOGGLE};
use rsemu::core::space::{AddressSpace, RamStore, Region, UnassignedPolicy};
use rsemu::cpu::arm::v7m::{ArmV7m, Config};

fn cpu(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cpu");
    group.throughput(Throughput::Elements(1)).measurement_time(Duration::from_secs(3));
    for (code, mut bench) in [(TOGGLE, CpuBench::toggle()), (COMPUTE, CpuBench::compute())] {
        measure(&mut group, code.name, |count| bench.run(count as u32));
        let rsemu = rsemu(&code);
        measure(&mut group, &format!("rsemu_{}", code.name), |count| (0..count).for_each(|_| _ = rsemu.step()));
    }
}

fn measure(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut run: impl FnMut(u64)) {
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|count| {
            let start = Instant::now();
            run(count);
            start.elapsed()
        });
    });
}

/// Returns a processor of rsemu with the loop in its RAM. The register DATA is a word of another RAM.
fn rsemu(code: &Loop) -> ArmV7m {
    const PAGE: u64 = 0x1000;
    let (ram, port) = (Arc::new(RamStore::new(16 * PAGE)), Arc::new(RamStore::new(PAGE)));
    ram.write_at(0, &code.image(&[], 0)).expect("the image fits");
    let space = AddressSpace::new("memory", 32).with_unassigned(UnassignedPolicy::FAULT);
    space.topology().map(Region::ram("ram", ram), IMAGE_BASE.into()).expect("the space is empty");
    space.topology().map(Region::ram("port", port), u64::from(DATA) & !(PAGE - 1)).expect("the space has room");
    let cpu = ArmV7m::new(Config::CORTEX_M4.with_bit_band(false).with_reset_vtor(IMAGE_BASE));
    cpu.attach_space(Arc::new(space));
    // The first step is the reset.
    cpu.step();
    cpu
}

criterion_group!(benches, cpu);
criterion_main!(benches);
