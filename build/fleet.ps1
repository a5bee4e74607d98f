# Twenty real registries on loopback for the bench, which belong to four accounts and two regions. Their logins come from a
# local endpoint, and each account has a profile.

# Starts the fleet; gives Services, to be closed, and File, which tells the bench of it:
#   {"endpoint": …, "config": …, "map": …, "hosts": [{"name": …, "registry": …, "profile": …, "region": …}]}
function Open-Fleet {
    param([object] $Built, [string] $Scratch)

    $services = [Collections.Generic.List[object]]::new()
    try {
        $login = New-Object Net.NetworkCredential 'AWS', (Get-RandomPassword)
        $settings = @{ keys = @{}; tokens = @{} }
        $profiles, $lines = @(), @()
        foreach ($account in 1..4) {
            $key = @{ id = "AKIAFLEETEXAMPLE000$account"; secret = Get-RandomPassword }
            # As with AWS, the token of a profile's own account serves wherever that may pull.
            $settings.keys[$key.id] = @{ secret = $key.secret; account = "${account}00000000000" }
            $settings.tokens["${account}00000000000"] = @{ password = $login.Password }
            $profiles += "[profile account$account]", "aws_access_key_id = $($key.id)", "aws_secret_access_key = $($key.secret)"
            $lines += @{ match = "$account*.dkr.ecr.*.amazonaws.com"; profile = "account$account" }
        }
        $hosts = foreach ($number in 0..19) {
            $account, $region = (1 + $number % 4), ('us-east-1', 'eu-west-1')[[Math]::Floor($number / 4) % 2]
            $folder = (New-Item -ItemType Directory -Path (Join-Path $Scratch "fleet/$number")).FullName
            $registry = Open-DockerRegistry -Login $login -Scratch $folder -Address "127.0.0.$(1 + $number)"
            $services.Add($registry)
            $id = '{0}{1:d11}' -f $account, (1 + $number)
            $settings.tokens[$id] = @{ password = $login.Password; proxy_endpoint = "http://$($registry.Address)" }
            @{ name = "$id.dkr.ecr.$region.amazonaws.com"; registry = $registry.Address; profile = "account$account"; region = $region }
        }
        $folder = (New-Item -ItemType Directory -Path (Join-Path $Scratch 'fleet/endpoint')).FullName
        $endpoint = Open-LocalEcr $Built $folder $settings -CargoProfile fast
        $services.Add($endpoint)

        $file, $config, $map = 'fleet.json', 'config', 'registries.json' | ForEach-Object { Join-Path $Scratch $_ }
        [IO.File]::WriteAllLines($config, [string[]]$profiles)
        [IO.File]::WriteAllText($map, (ConvertTo-Json @{ version = 1; registries = $lines } -Depth 3))
        [IO.File]::WriteAllText($file, (ConvertTo-Json @{ endpoint = $endpoint.Address; config = $config; map = $map; hosts = $hosts } -Depth 3))
        [pscustomobject]@{ Services = $services; File = $file }
    } catch {
        $services | ForEach-Object { Close-Service $_ }
        throw
    }
}
