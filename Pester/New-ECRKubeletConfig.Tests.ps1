BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive

    # How many patterns of a config match an image, by Kubernetes' own code.
    function Get-MatchCount($Config, [string[]] $Images) {
        $counts = @{}
        $Config | & (Join-Path $env:ECRLOGIN_GO kubelet) config @Images | ForEach-Object {
            $image, $count = -split $_
            $counts[$image] = [int] $count
        }
        $LASTEXITCODE | Should -Be 0
        $counts
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'New-ECRKubeletConfig' {
    It 'asks nobody, and needs no credentials' {
        $text = New-ECRKubeletConfig
        $text | Should -Match '(?m)^kind: CredentialProviderConfig$'
        $text | Should -Match '(?m)^- name: ecrlogin-credential-provider$'
        $text | Should -Match '(?m)^  apiVersion: credentialprovider\.kubelet\.k8s\.io/v1$'
        $text | Should -Not -Match 'env:|tokenAttributes:'
    }

    It 'writes a file, and says which options of the kubelet name it' {
        $record = Get-Record { New-ECRKubeletConfig (Join-Path $TestDrive 'new.yaml') -ProfileName pull -Verbose }
        $record.Output | Should -BeOfType IO.FileInfo
        [IO.File]::ReadAllText($record.Output.FullName) | Should -BeExactly (New-ECRKubeletConfig -ProfileName pull)
        "$($record.Verbose)" | Should -Match '--image-credential-provider-config'
    }

    It 'leaves a file that is there, unless it is forced' {
        $path = Join-Path $TestDrive 'there.yaml'
        Set-Content $path 'mine'
        Get-ThrownId { New-ECRKubeletConfig $path } | Should -BeExactly 'EcrLogin.InvalidParameter'
        $null = New-ECRKubeletConfig $path -Force -WhatIf
        Get-Content $path | Should -BeExactly 'mine'
        $null = New-ECRKubeletConfig $path -Force
        Get-Content -Raw $path | Should -BeExactly (New-ECRKubeletConfig)
    }

    It 'says so where the file cannot be written' {
        Get-ThrownId { New-ECRKubeletConfig (Join-Path $TestDrive 'no/such/folder.yaml') } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }

    It 'takes no secret: <Name>' -ForEach @(@{ Name = 'AWS_SECRET_ACCESS_KEY' }, @{ Name = 'aws_session_token' }, @{ Name = 'AWS_CONTAINER_AUTHORIZATION_TOKEN' }) {
        $record = Get-Record { New-ECRKubeletConfig -Environment @{ $Name = 'hunter2' } }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -Not -Match 'hunter2'
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a variable without a name'; Given = @{ Environment = @{ '' = 'x' } } }
        @{ What = 'a name with an equals sign'; Given = @{ Environment = @{ 'a=b' = 'x' } } }
        @{ What = 'a value that is a list'; Given = @{ Environment = @{ a = 1, 2 } } }
        @{ What = 'an image in two words'; Given = @{ MatchImage = 'registry.example.com /app' } }
        @{ What = 'a value in lines'; Given = @{ Environment = @{ a = "x`n  - y" } } }
        @{ What = 'a profile in lines'; Given = @{ ProfileName = "x`ny" } }
        @{ What = 'an image with a scheme'; Given = @{ MatchImage = 'https://registry.example.com' } }
        @{ What = 'an empty image'; Given = @{ MatchImage = ' ' } }
        @{ What = 'a name in two words'; Given = @{ Environment = @{ 'a b' = 'x' } } }
        @{ What = 'a region that is none'; Given = @{ Region = 'eu west' } }
        @{ What = 'a profile beside service accounts'; Given = @{ ProfileName = 'x'; ServiceAccountTokenAudience = 'sts.amazonaws.com' } }
    ) {
        Get-ThrownId { New-ECRKubeletConfig @Given } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }

    It 'takes a time, and no number' {
        { New-ECRKubeletConfig -CacheDuration 30 } | Should -Throw '*00:30*'
        { New-ECRKubeletConfig -CacheDuration ([timespan] '-1') } | Should -Throw '*00:30*'
        New-ECRKubeletConfig -CacheDuration 00:30 | Should -Match '(?m)^  defaultCacheDuration: 1800s$'
    }

    It 'names the error of a map' {
        $env:ECRLOGIN_REGISTRIES = Join-Path $TestDrive 'broken.json'
        Set-Content $env:ECRLOGIN_REGISTRIES '{ "version": 2 }'
        try { Get-ThrownId { New-ECRKubeletConfig } | Should -BeExactly 'EcrLogin.InvalidRegistryMap' } finally { Use-Variable ECRLOGIN_REGISTRIES $null }
    }
}

Describe 'The config, read and matched by Kubernetes itself' -Tag Go {
    It 'matches the hosts of every Region by one pattern each' {
        $line = 'Get-ECRLoginCommand -Region '
        $regions = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        $regions.Count | Should -BeGreaterThan 40
        $suffix = @{ 'cn-' = 'amazonaws.com.cn'; 'eusc' = 'amazonaws.eu'; 'us-iso-' = 'c2s.ic.gov'; 'us-isob' = 'sc2s.sgov.gov'; 'us-isof' = 'csp.hci.ic.gov'; 'eu-isoe' = 'cloud.adc-e.uk' }
        $images = foreach ($region in $regions) {
            $own = $suffix.Keys | Where-Object { $region.StartsWith($_) } | ForEach-Object { $suffix[$_] }
            if (-not $own) { $own = 'amazonaws.com' }
            "111122223333.dkr.ecr.$region.$own/team/app"
        }
        $counts = Get-MatchCount (New-ECRKubeletConfig) $images
        $counts.Count | Should -Be $images.Count
        $counts.GetEnumerator() | Where-Object Value -NE 1 | ForEach-Object Key | Should -BeNullOrEmpty
    }

    It 'matches FIPS and dual-stack hosts wherever there are some, and both hosts of ECR Public' {
        $images = @(
            foreach ($region in 'us-east-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1') {
                "dkr.ecr-fips.$region.amazonaws.com", "dkr-ecr-fips.$region.on.aws", "dkr-ecr.$region.on.aws"
            }
            'dkr-ecr.eu-west-1.on.aws'
            foreach ($region in 'cn-north-1', 'cn-northwest-1') {
                "dkr-ecr.$region.on.amazonwebservices.com.cn", "dkr.ecr.$region.on.amazonwebservices.com.cn"
            }
        ).ForEach({ "111122223333.$_/team/app" }) + 'public.ecr.aws/a/b', 'ecr-public.aws.com/a/b'
        $counts = Get-MatchCount (New-ECRKubeletConfig) $images
        $counts.Count | Should -Be $images.Count
        $counts.GetEnumerator() | Where-Object Value -NE 1 | ForEach-Object Key | Should -BeNullOrEmpty
    }

    It 'matches nothing else' {
        $images = 'docker.io/library/alpine', 'ghcr.io/a', '111122223333.dkr.ecr.eu-west-1.amazonaws.com.example/a', 'registry.example.com:5000/a', 'dkr.ecr.eu-west-1.amazonaws.com/a'
        (Get-MatchCount (New-ECRKubeletConfig) $images).Values | Sort-Object -Unique | Should -Be 0
    }

    It 'matches hosts of the map, with their ports, and images that are named' {
        $env:ECRLOGIN_REGISTRIES = Join-Path $TestDrive 'map.json'
        Set-Content $env:ECRLOGIN_REGISTRIES @'
{ "version": 1, "registries": [
    { "match": "registry.example.com:5000", "account": "111122223333", "region": "eu-west-1" },
    { "match": "111122223333.dkr.ecr.*.amazonaws.com", "profile": "prod" },
    { "match": "quay.example.com", "anonymous": true } ] }
'@
        try { $config = New-ECRKubeletConfig -MatchImage '*.mirror.example.com/team' } finally { Use-Variable ECRLOGIN_REGISTRIES $null }
        $images = 'registry.example.com:5000/a', 'registry.example.com/a', 'quay.example.com/a', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/a', 'eu.mirror.example.com/team/a', 'eu.mirror.example.com/a'
        $counts = Get-MatchCount $config $images
        $images.ForEach({ $counts[$_] }) | Should -Be 1, 0, 0, 1, 1, 0
    }

    It 'is a config to Kubernetes with all that can be in it' {
        $config = New-ECRKubeletConfig -Region eu-west-1 -Environment @{ AWS_CONFIG_FILE = "C:\a b\#: it's" } -ServiceAccountTokenAudience sts.amazonaws.com -CacheDuration 00:00:00
        (Get-MatchCount $config 'public.ecr.aws/a').'public.ecr.aws/a' | Should -Be 1
        # A kubelet hands over no other annotation than these.
        $keys = [regex]::Matches($config, '(?m)^    (\w+AnnotationKeys):\n    - (\S+)$').ForEach({ $_.Groups[1].Value, $_.Groups[2].Value })
        $keys | Should -Be 'requiredServiceAccountAnnotationKeys', 'eks.amazonaws.com/role-arn', 'optionalServiceAccountAnnotationKeys', 'eks.amazonaws.com/ecr-role-arn'
    }
}
