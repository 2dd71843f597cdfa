//! Docker's configuration: a credential goes to the host that it is for only, and no message tells a value.
#![no_main]

use chartwright::registry::{DockerConfiguration, RegistryHost, RepositoryName, fuzzing};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let configuration = match DockerConfiguration::parse(text, "config.json") {
        Ok(configuration) => configuration,
        Err(error) => {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("canary"), "{shown}");
            return;
        }
    };
    assert!(!format!("{configuration:?}").contains("canary"));
    let repository = RepositoryName::parse("acme/charts/podinfo").expect("a name");
    for host in [
        "ghcr.io",
        "docker.io",
        "localhost:5000",
        "registry.gitlab.com",
    ] {
        let host = RegistryHost::parse(host).expect("a host");
        let found = fuzzing::docker_credential(&configuration, &host, &repository);
        // The host's name has to be in the text for something to be found; JSON may escape it.
        if matches!(found, Ok(true)) && !text.contains('\\') && !host.is_docker_hub() {
            assert!(text.to_ascii_lowercase().contains(host.as_str()), "{host}");
        }
        if let Err(error) = found {
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }
});
