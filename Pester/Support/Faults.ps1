# What can go wrong between a call and its answer, as rows: what is set up, and what has to come of it.

$script:categoryOf = @{
    AccessDenied            = 'PermissionDenied'
    AnswerTooLarge          = 'LimitsExceeded'
    ClockSkew               = 'AuthenticationError'
    ConnectionFailed        = 'ConnectionError'
    ConnectionRefused       = 'ConnectionError'
    ConnectTimeout          = 'OperationTimeout'
    DnsFailed               = 'ConnectionError'
    ExpiredToken            = 'AuthenticationError'
    InvalidAnswer           = 'InvalidData'
    InvalidServiceParameter = 'InvalidArgument'
    InvalidSignature        = 'AuthenticationError'
    InvalidToken            = 'InvalidData'
    MissingEndpoint         = 'InvalidData'
    MissingRegistry         = 'ObjectNotFound'
    MissingToken            = 'InvalidData'
    NoAuthorizationData     = 'InvalidData'
    ProxyFailed             = 'ConnectionError'
    ReadTimeout             = 'OperationTimeout'
    ServiceError            = 'ResourceUnavailable'
    Throttled               = 'LimitsExceeded'
    TlsFailed               = 'SecurityError'
    UnrecognizedClient      = 'AuthenticationError'
}

# Rows of all columns. Code may end in '+': the error says that the same call may work later. Soon says that the call has
# short limits of time, Route that it goes through the proxy, with those variables of its own.
function Complete-Fault {
    process {
        $row = @{
            Settings = @{}; Parameters = { @{} }; Soon = $false; Route = $null
            Message = '*'; Target = '111122223333'; AwsCode = $null; Status = $null
        }
        foreach ($column in $_.Keys) { $row[$column] = $_[$column] }
        $row['Code'] = $_.Code.TrimEnd('+')
        $row['Retryable'] = $_.Code.EndsWith('+')
        $row['Category'] = $categoryOf[$row.Code]
        if ($_.Fault) { $row['Settings'] = @{ fault = $_.Fault } }
        $row
    }
}

# Codes of ECR, and those that every service of AWS can give: status, its code, ours.
function Get-ServiceFault {
    $lines = @(
        '400 AccessDeniedException AccessDenied *ecr:GetAuthorizationToken*'
        '400 UnrecognizedClientException UnrecognizedClient *access key*'
        '400 ExpiredTokenException ExpiredToken *Renew*'
        '400 InvalidSignatureException InvalidSignature *secret key*'
        '400 InvalidParameterException InvalidServiceParameter *why it is so*'
        '400 OptInRequired AccessDenied *Sign the account up*'
        '413 RequestEntityTooLargeException ServiceError *its message says why*'
        '403 AccessDenied AccessDenied', '403 NotAuthorized AccessDenied', '403 UnauthorizedOperation AccessDenied'
        '403 SubscriptionRequiredException AccessDenied', '403 InvalidClientTokenId UnrecognizedClient'
        '403 InvalidAccessKeyId UnrecognizedClient', '401 AuthFailure UnrecognizedClient'
        '403 ExpiredToken ExpiredToken', '400 TokenRefreshRequired ExpiredToken'
        '400 RequestExpired ClockSkew', '403 RequestTimeTooSkewed ClockSkew'
        '403 SignatureDoesNotMatch InvalidSignature', '400 IncompleteSignature InvalidSignature'
        '403 MissingAuthenticationToken InvalidSignature', '400 MissingAuthenticationTokenException InvalidSignature'
        '400 Throttling Throttled+', '400 ThrottledException Throttled+', '429 TooManyRequestsException Throttled+'
        '503 RequestLimitExceeded Throttled+', '503 SlowDown Throttled+', '429 SomethingNew Throttled+'
        '400 LimitExceededException Throttled+', '400 ValidationException InvalidServiceParameter'
        '400 ValidationError InvalidServiceParameter', '400 UnsupportedCommandException InvalidServiceParameter'
        '400 UnknownOperationException InvalidAnswer', '404 UnknownOperation InvalidAnswer'
        '400 SerializationException InvalidAnswer', '500 ServerException ServiceError+'
        '500 InternalFailure ServiceError+', '503 ServiceUnavailable ServiceError+'
        '400 RequestTimeoutException ServiceError+', '400 SomethingNew ServiceError', '500 SomethingNew ServiceError+'
    )
    foreach ($line in $lines) {
        $status, $awsCode, $code, $message = $line -split ' ', 4
        @{
            Scenario = "the service says $status $awsCode"; Code = $code; AwsCode = $awsCode; Status = [int]$status
            Fault = @{ kind = 'error'; status = [int]$status; code = $awsCode; message = 'why it is so' }
            Message = $(if ($message) { $message } else { '*' })
        }
    }
    @{ Scenario = 'the service throttles'; Code = 'Throttled+'; AwsCode = 'ThrottlingException'; Status = 400; Fault = @{ kind = 'throttle' } }
    foreach ($line in '200 InvalidAnswer', '302 InvalidAnswer', '403 InvalidAnswer', '404 InvalidAnswer', '429 Throttled+',
        '500 ServiceError+', '502 ServiceError+', '503 ServiceError+') {
        $status, $code = $line -split ' '
        @{ Scenario = "there is a web page with status $status"; Code = $code; Status = [int]$status; Fault = @{ kind = 'html'; status = [int]$status } }
    }
    # To explain what is wrong with the signature.
    foreach ($header in 'authorization', 'x-amz-security-token') {
        @{
            Scenario = "the service repeats the header $header"; Code = 'InvalidSignature'; AwsCode = 'SignatureDoesNotMatch'; Status = 403
            Fault = @{ kind = 'echo'; status = 403; code = 'SignatureDoesNotMatch'; header = $header }
        }
    }
    foreach ($seconds in 3600, -3600, 40000000) {
        @{
            Scenario = "the clocks are $seconds s apart"; Code = 'ClockSkew'; AwsCode = 'InvalidSignatureException'; Status = 400
            Settings = @{ clock_offset_s = $seconds }
        }
    }
}

# The way to the endpoint and back.
function Get-ConnectionFault {
    foreach ($at in 'header', 'body') {
        @{ Scenario = "the connection is reset in the $at"; Code = 'ConnectionFailed+'; Fault = @{ kind = 'reset'; at = $at } }
        @{ Scenario = "the connection closes in the $at"; Code = 'ConnectionFailed+'; Fault = @{ kind = 'close'; at = $at } }
        @{ Scenario = "the answer hangs in the $at"; Code = 'ReadTimeout+'; Fault = @{ kind = 'hang'; at = $at }; Soon = $true; Message = '*-ReadTimeoutSec*' }
    }
    @{ Scenario = 'the answer trickles'; Code = 'ReadTimeout+'; Fault = @{ kind = 'drip'; interval_ms = 50 }; Soon = $true; Message = '*-ReadTimeoutSec*' }
    @{ Scenario = 'the answer is late'; Code = 'ReadTimeout+'; Fault = @{ kind = 'slow'; delay_ms = 5000 }; Soon = $true; Message = '*-ReadTimeoutSec*' }

    @{ Scenario = 'nothing listens'; Code = 'ConnectionRefused+'; Parameters = { @{ EndpointUrl = 'http://127.0.0.1:1' } } }
    @{ Scenario = 'nothing listens for TLS'; Code = 'ConnectionRefused+'; Parameters = { @{ EndpointUrl = 'https://localhost:1' } } }
    @{ Scenario = 'the name does not resolve'; Code = 'DnsFailed+'; Parameters = { @{ EndpointUrl = 'https://name.invalid' } } }
    @{ Scenario = 'the peer is silent'; Code = 'ReadTimeout+'; Parameters = { @{ EndpointUrl = "http://$silent" } }; Soon = $true }
    @{ Scenario = 'the peer never answers a TLS hello'; Code = 'ConnectTimeout+'; Parameters = { @{ EndpointUrl = "https://$silent" } }; Soon = $true }

    foreach ($kind in 'self-signed', 'expired', 'wrong-host') {
        @{ Scenario = "the certificate is $kind"; Code = 'TlsFailed'; Kind = $kind; Parameters = { @{ EndpointUrl = $https[$Kind]; CABundle = $bundle } } }
    }
    @{ Scenario = 'the authority is unknown'; Code = 'TlsFailed'; Parameters = { @{ EndpointUrl = $https['good'] } }; Message = '*-CABundle*' }
    @{ Scenario = 'TLS is spoken to a plain port'; Code = 'TlsFailed'; Parameters = { @{ EndpointUrl = $endpoint -replace '^http:', 'https:' } } }
    @{ Scenario = 'no TLS is spoken to a TLS port'; Code = 'ConnectionFailed+'; Parameters = { @{ EndpointUrl = $https['good'] -replace '^https:', 'http:' } } }
}

# A proxy in between.
function Get-ProxyFault {
    @{ Scenario = 'the proxy refuses'; Code = 'ProxyFailed+'; Settings = @{ proxy = @{ refuse = 403 } }; Route = @{} }
    @{ Scenario = 'the proxy breaks down'; Code = 'ProxyFailed+'; Settings = @{ proxy = @{ refuse = 502 } }; Route = @{} }
    @{ Scenario = 'the proxy knows another password'; Code = 'ProxyFailed+'; Settings = @{ proxy = @{ user = 'user'; password = 'other' } }; Route = @{} }
    @{ Scenario = 'the proxy finds nothing there'; Code = 'ProxyFailed+'; Route = @{} }
    @{ Scenario = 'the proxy hangs'; Code = 'ConnectTimeout+'; Settings = @{ proxy = @{ hang = $true } }; Route = @{}; Soon = $true }
    @{ Scenario = 'the proxy is not there'; Code = 'ProxyFailed+'; Route = @{ HTTPS_PROXY = 'http://127.0.0.1:1' } }
    @{ Scenario = 'the name of the proxy does not resolve'; Code = 'ProxyFailed+'; Route = @{ HTTPS_PROXY = 'http://proxy.invalid:3128' } }
}

# Answers that are none of the service's.
function Get-AnswerFault {
    @{ Scenario = 'the answer is cut'; Code = 'InvalidAnswer'; Status = 200; Fault = @{ kind = 'truncated' } }
    @{ Scenario = 'the answer has no entries'; Code = 'NoAuthorizationData'; Fault = @{ kind = 'empty' } }
    $bodies = @{
        InvalidAnswer       = ' ', '{', '[]', 'null', '"text"', '42', '{"a":1}{"b":2}', '{"authorizationData":',
        '{"authorizationData":[{"authorizationToken":"\ud800"}]}', '{"authorizationData":"text"}', '{"authorizationData":7}',
        '{"authorizationData":{}}', '{"authorizationData":[7]}', '{"authorizationData":[[]]}', '{"authorizationData":[null]}'
        NoAuthorizationData = '', '{}', '{"authorizationData":null}'
        MissingToken        = '{"authorizationData":[{}]}'
    }
    foreach ($code in $bodies.Keys) {
        foreach ($text in $bodies[$code]) {
            @{ Scenario = "the answer is <$text>"; Code = $code; Settings = @{ body = @{ text = $text } } } + (Get-BodyColumn $code $text)
        }
    }
    # Of an entry that is fine otherwise.
    $fields = @(
        @{ Field = 'authorizationToken'; Values = '7', '["a"]', '{}'; Code = 'InvalidAnswer' }
        @{ Field = 'authorizationToken'; Values = 'null', '""'; Code = 'MissingToken' }
        @{ Field = 'authorizationToken'; Values = '"%%%"', '"bm8gY29sb24="', '"//8="'; Code = 'InvalidToken' }
        @{ Field = 'proxyEndpoint'; Values = '7', '["https://h"]'; Code = 'InvalidAnswer' }
        @{ Field = 'proxyEndpoint'; Values = 'null', '""'; Code = 'MissingEndpoint' }
        @{ Field = 'expiresAt'; Values = '"soon"', '[1]', 'true', '{}'; Code = 'InvalidAnswer' }
    )
    foreach ($row in $fields) {
        foreach ($value in $row.Values) {
            $entry = @{ authorizationToken = '"QVdTOnBhc3N3b3Jk"'; proxyEndpoint = '"https://111122223333.dkr.ecr.us-east-1.amazonaws.com"'; expiresAt = '4102444800.5' }
            $entry[$row.Field] = $value
            $text = '{{"authorizationData":[{{{0}}}]}}' -f (@($entry.Keys | ForEach-Object { "`"$_`":$($entry[$_])" }) -join ',')
            @{ Scenario = "$($row.Field) is $value"; Code = $row.Code; Settings = @{ body = @{ text = $text } } } + (Get-BodyColumn $row.Code $text)
        }
    }
}

# What an error about a body tells: its status where it could not be read, and whose it is if that is in it.
function Get-BodyColumn($Code, $Text) {
    if ($Code -eq 'InvalidAnswer') { return @{ Status = 200 } }
    if ($Code -in 'MissingToken', 'MissingEndpoint' -and $Text -notmatch '111122223333') { return @{ Target = $null } }
    @{}
}

# What is over before the attempts are, and how many attempts it takes.
function Get-PassingFault {
    $down = @{ kind = 'error'; status = 500; code = 'ServerException' }
    $busy = @{ kind = 'error'; status = 503; code = 'ServiceUnavailable' }
    @{ Scenario = 'an error 500'; Settings = @{ fault = $down; fault_count = 1 }; Calls = 2 }
    @{ Scenario = 'two errors 503'; Settings = @{ fault = $busy; fault_count = 2 }; Calls = 3 }
    @{ Scenario = 'throttling'; Settings = @{ fault = @{ kind = 'throttle' }; fault_count = 1 }; Calls = 2 }
    @{ Scenario = 'a web page of a gateway'; Settings = @{ fault = @{ kind = 'html'; status = 502 }; fault_count = 1 }; Calls = 2 }
    @{ Scenario = 'a reset'; Settings = @{ fault = @{ kind = 'reset'; at = 'body' }; fault_count = 1 }; Calls = 2 }
    @{ Scenario = 'an answer that hangs'; Settings = @{ fault = @{ kind = 'hang' }; fault_count = 1 }; Calls = 2; Parameters = @{ ReadTimeoutSec = 1 } }
    @{ Scenario = 'a slow answer'; Settings = @{ fault = @{ kind = 'drip'; interval_ms = 1 } }; Calls = 1 }
    @{ Scenario = 'a clock that is an hour behind'; Settings = @{ clock_offset_s = 3600 }; Calls = 2 }
    @{ Scenario = 'a clock that is a year ahead'; Settings = @{ clock_offset_s = -31536000 }; Calls = 2 }
}

# Answers for two registries that hold too few entries, or too many.
function Get-CountFault {
    $one, $two, $third = '111111111111', '222222222222', '333333333333'
    @{ Scenario = 'none'; Fault = @{ kind = 'empty' }; Logins = @(); Codes = 'NoAuthorizationData'; Targets = $one, $two }
    @{ Scenario = 'one too few'; Fault = @{ kind = 'fewer' }; Logins = $one; Codes = 'MissingRegistry'; Targets = $two }
    @{ Scenario = 'each twice'; Fault = @{ kind = 'duplicates' }; Logins = $one, $two; Codes = @(); Targets = @() }
    @{ Scenario = 'one of nobody'; Fault = @{ kind = 'extra'; accounts = @($third) }; Logins = $one, $two, $third; Codes = @(); Targets = @() }
}
